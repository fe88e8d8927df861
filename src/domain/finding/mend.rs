//! What mends a finding, in a sentence for whoever settles it.

use entity::vocab::FindingCode;

use super::Subject;

/// What a person does about it.
#[must_use]
pub const fn mend(code: FindingCode, subject: Subject) -> &'static str {
    match code {
        FindingCode::AmbiguousNumber => {
            "Say in the claim which of the two numbers is meant: the words stay as they are."
        }
        FindingCode::InexactNumber => {
            "The words are kept exactly and the number is rounded: accept it, or mend a slip of the \
             pen in the claim."
        }
        FindingCode::NotInQuote => {
            "Compare the quote with the figure: mend the one that is wrong, or say in the place how \
             the figure is worded there."
        }
        FindingCode::OtherUnit => {
            "Record it on a statistic that counts this unit, and retract it here."
        }
        FindingCode::LowAboveHigh => {
            "Look it up where it was printed, and put the bounds of the claim in order."
        }
        FindingCode::QuoteNotFound => {
            "Copy the words as they stand in the source's text, or mend the text."
        }
        FindingCode::QuoteAmbiguous => {
            "Give the words before or after the quote, so that one place is meant."
        }
        FindingCode::CircularDerivation => {
            "Reject the derivation that runs the wrong way, or name the source from which one of \
             them has it."
        }
        FindingCode::FallingCount => {
            "Look up both figures and their dates. If the later one corrects the earlier, link them \
             so; if both were said so, accept it."
        }
        FindingCode::SourceBeforeEvent => {
            "Mend the day of the source or of the event, or move the claim to the event it is about."
        }
        FindingCode::PartsMissTotal => {
            "Link the parts that are missing, or reject the link of what is no part."
        }
        FindingCode::MissingDate => {
            "Set the moment that the claim describes, the day it was said, or the day its source was \
             published."
        }
        FindingCode::LikelyDuplicate => match subject {
            Subject::Agent(_) => "Merge the two if they are one; dismiss it if they are two.",
            Subject::Claim(_) | Subject::Attribution(_) | Subject::Source(_) => {
                "Retract one of the two if they are one; dismiss it if they are two."
            }
        },
    }
}
