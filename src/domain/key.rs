//! API keys: how they are written, stored and compared, and what their roles allow.

use std::fmt::Write as _;

use entity::vocab::Role;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What every key begins with, so that people and secret scanners know one when they see it.
const MARK: &str = "cb_";

/// Crockford's base32 in lower case, as in ids.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Random bytes in a key: 160 bits, past all guessing, so that a fast hash is enough.
pub const ENTROPY: usize = 20;

/// Characters of those bytes, five bits each.
const RANDOM: usize = 32;

/// Characters of the checksum: a key with a typing error is refused without asking the database.
const CHECKSUM: usize = 4;

/// How much of a key lists show.
const VISIBLE: usize = 8;

/// The SHA-256 of a key, which alone is stored.
pub type Hash = [u8; 32];

/// Writes a key from random bytes; its last four characters are a checksum of the rest.
#[must_use]
pub fn write(random: &[u8; ENTROPY]) -> String {
    let mut key = MARK.to_owned();
    key.extend(base32(random));
    let checksum = checksum(&key);
    key.push_str(&checksum);
    key
}

/// Whether it is written as a key is. A key that is not was never ours.
#[must_use]
pub fn is_well_formed(secret: &str) -> bool {
    let Some(at) =
        (MARK.len() + RANDOM + CHECKSUM == secret.len()).then(|| secret.len() - CHECKSUM)
    else {
        return false;
    };
    let Some((body, end)) = secret.split_at_checked(at) else { return false };
    body.starts_with(MARK)
        && body[MARK.len()..].bytes().all(|byte| ALPHABET.contains(&byte))
        && checksum(body) == end
}

/// The hash under which a key is stored. No slow hash: the key is random, not a password.
#[must_use]
pub fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}

/// The hash in hexadecimal, as a column holds it.
#[must_use]
pub fn hash_hex(secret: &str) -> String {
    let mut hex = String::with_capacity(64);
    for byte in hash(secret) {
        write!(hex, "{byte:02x}").expect("writing to a string cannot fail");
    }
    hex
}

/// Whether a key has this hash in hexadecimal, in a time that tells nothing of where they differ.
#[must_use]
pub fn matches(secret: &str, stored_hex: &str) -> bool {
    hash_hex(secret).as_bytes().ct_eq(stored_hex.as_bytes()).into()
}

/// The beginning of a key, by which people tell their keys apart in lists.
#[must_use]
pub fn prefix(secret: &str) -> String {
    secret.chars().take(MARK.len() + VISIBLE).collect()
}

/// Whether a role may do what another one is needed for.
#[must_use]
pub const fn allows(role: Role, needed: Role) -> bool {
    rank(role) >= rank(needed)
}

const fn rank(role: Role) -> u8 {
    match role {
        Role::Reader => 0,
        Role::Contributor => 1,
        Role::Curator => 2,
        Role::Admin => 3,
    }
}

/// Whole groups of five bytes as eight characters each.
fn base32(bytes: &[u8]) -> impl Iterator<Item = char> + '_ {
    bytes.chunks_exact(5).flat_map(|group| {
        let bits = group.iter().fold(0_u64, |bits, &byte| bits << 8 | u64::from(byte));
        (0..8).rev().map(move |place| char::from(ALPHABET[(bits >> (5 * place) & 31) as usize]))
    })
}

fn checksum(body: &str) -> String {
    base32(&hash(body)[..5]).take(CHECKSUM).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_looks_like_this() {
        let key = write(&[0xff; ENTROPY]);
        assert!(key.starts_with("cb_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"), "{key}");
        assert_eq!(key.len(), 39);
        assert_eq!(prefix(&key), "cb_zzzzzzzz");
    }

    #[test]
    fn what_is_no_key_is_seen() {
        for secret in ["", "cb_", "x", "é", &"é".repeat(19), &"a".repeat(39), "cb_é"] {
            assert!(!is_well_formed(secret), "{secret}");
        }
    }

    #[test]
    fn the_hash_is_sha_256() {
        // From FIPS 180-2, appendix B.1.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hash_hex("abc"), abc);
        assert!(matches("abc", abc));
        assert!(!matches("abd", abc));
        assert!(!matches("abc", ""));
    }

    #[test]
    fn roles_are_in_order() {
        let roles = [Role::Reader, Role::Contributor, Role::Curator, Role::Admin];
        for (held, role) in roles.into_iter().enumerate() {
            for (wanted, needed) in roles.into_iter().enumerate() {
                assert_eq!(allows(role, needed), held >= wanted, "{role:?} {needed:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn each_key_is_well_formed_and_its_own(a: [u8; ENTROPY], b: [u8; ENTROPY]) {
            let (one, two) = (write(&a), write(&b));
            prop_assert!(is_well_formed(&one));
            prop_assert_eq!(one == two, a == b);
            prop_assert_eq!(matches(&one, &hash_hex(&two)), a == b);
        }

        #[test]
        fn a_wrong_letter_is_noticed(random: [u8; ENTROPY], at in 0_usize..39, to in 0_usize..32) {
            let key = write(&random);
            let mut typed = key.clone().into_bytes();
            typed[at] = ALPHABET[to];
            let typed = String::from_utf8(typed).expect("ASCII");
            // Another body has the same checksum once in a million times: only its end is sure.
            if typed == key {
                prop_assert!(is_well_formed(&typed));
            } else if at >= 35 {
                prop_assert!(!is_well_formed(&typed));
            }
        }

        #[test]
        fn no_text_breaks_the_reader(secret in "(cb_)?.{0,40}") {
            let _ = is_well_formed(&secret);
            prop_assert!(secret.starts_with(&prefix(&secret)));
        }
    }
}
