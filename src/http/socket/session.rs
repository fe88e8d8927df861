//! One socket from its handshake to its close.

use std::{collections::HashMap, net::IpAddr, sync::Arc, time::Duration};

use actix_ws::{AggregatedMessage, AggregatedMessageStream, ProtocolError};
use async_graphql::parser::types::OperationType;
use serde_json::{Map, Value};
use tokio::{
    sync::{mpsc, watch},
    time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout},
};

use super::{
    operation::{Operation, Outgoing},
    protocol::{self, Close, Told},
};
use crate::http::{
    State,
    graphql::{Admitted, Door},
    keys::Secret,
    limit::Share,
    message::Message,
    refusal::Refusal,
};

/// Results that wait for a slow reader; the operations behind them wait too.
const WAITING: usize = 16;

/// So many pings without any sign of life, and the client is gone.
const SILENT_PINGS: u32 = 3;

pub struct Session {
    state: Arc<State>,
    writer: actix_ws::Session,
    reader: AggregatedMessageStream,
    /// The key of the upgrade request, or else of `connection_init`.
    secret: Option<Secret>,
    address: IpAddr,
    phase: Phase,
    running: HashMap<Arc<str>, Running>,
    serial: u64,
    out: mpsc::Sender<Outgoing>,
    outgoing: mpsc::Receiver<Outgoing>,
    heard: Instant,
    _place: Share,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Before `connection_init`.
    New,
    /// After `connection_ack`.
    Open,
    /// The server stops: what runs may end, nothing begins.
    Draining,
}

struct Running {
    serial: u64,
    /// Nobody waits for the end of a subscription when the server stops.
    endless: bool,
    /// The operation ends when this is dropped.
    _wanted: watch::Sender<()>,
}

impl Session {
    pub fn new(
        state: Arc<State>,
        writer: actix_ws::Session,
        reader: AggregatedMessageStream,
        secret: Option<Secret>,
        address: IpAddr,
        place: Share,
    ) -> Self {
        let (out, outgoing) = mpsc::channel(WAITING);
        Self {
            state,
            writer,
            reader,
            secret,
            address,
            phase: Phase::New,
            running: HashMap::new(),
            serial: 0,
            out,
            outgoing,
            heard: Instant::now(),
            _place: place,
        }
    }

    /// To the close.
    pub async fn run(mut self) {
        let Err(close) = self.serve().await;
        self.running.clear();
        let wait = self.state.settings.limits.write_time.min(Duration::from_secs(2));
        let _ = timeout(wait, self.writer.close(close.reason())).await;
    }

    async fn serve(&mut self) -> Result<std::convert::Infallible, Close> {
        let limits = &self.state.settings.limits;
        let init_by = Instant::now() + limits.init_time;
        let mut pings = interval_at(init_by, limits.ping_time);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let silence = limits.ping_time * SILENT_PINGS;
        let drain_time = limits.drain_time / 2;
        let mut stopping = self.state.stopping();
        let mut drained_by = init_by;
        loop {
            if self.phase == Phase::Draining && self.running.values().all(|one| one.endless) {
                return Err(Close::Stopping);
            }
            tokio::select! {
                message = self.reader.recv() => self.receive(message).await?,
                Some(outgoing) = self.outgoing.recv() => self.forward(outgoing).await?,
                _ = pings.tick() => self.ping(silence).await?,
                () = sleep_until(init_by), if self.phase == Phase::New => {
                    return Err(Close::InitTimeout);
                }
                _ = stopping.wait_for(|stopping| *stopping), if self.phase != Phase::Draining => {
                    self.phase = Phase::Draining;
                    drained_by = Instant::now() + drain_time;
                }
                () = sleep_until(drained_by), if self.phase == Phase::Draining => {
                    return Err(Close::Stopping);
                }
            }
        }
    }

    async fn receive(
        &mut self,
        message: Option<Result<AggregatedMessage, ProtocolError>>,
    ) -> Result<(), Close> {
        self.heard = Instant::now();
        match message {
            Some(Ok(AggregatedMessage::Text(text))) => {
                let told = protocol::read(&text, &self.state.settings.limits)?;
                self.obey(told).await
            }
            Some(Ok(AggregatedMessage::Binary(_))) => {
                Err(Close::Invalid("it is not text".to_owned()))
            }
            Some(Ok(AggregatedMessage::Ping(bytes))) => {
                let wait = self.state.settings.limits.write_time;
                write_within(wait, self.writer.pong(&bytes)).await
            }
            Some(Ok(AggregatedMessage::Pong(_))) => Ok(()),
            Some(Ok(AggregatedMessage::Close(reason))) => Err(Close::Asked(reason)),
            None => Err(Close::Gone),
            Some(Err(ProtocolError::Overflow)) => Err(Close::TooLarge),
            Some(Err(ProtocolError::Io(error))) if error.kind() == std::io::ErrorKind::Other => {
                Err(Close::TooLarge)
            }
            Some(Err(_)) => Err(Close::Broken),
        }
    }

    async fn obey(&mut self, told: Told) -> Result<(), Close> {
        match (told, self.phase) {
            (Told::Init(payload), Phase::New) => self.init(&payload).await,
            (Told::Init(_), _) => Err(Close::SecondInit),
            (Told::Ping(payload), _) => self.write(protocol::pong(payload)).await,
            (Told::Pong, _) => Ok(()),
            (Told::Subscribe { .. }, Phase::New) => Err(Close::Unauthorized),
            (Told::Subscribe { id, payload }, _) => self.subscribe(id.into(), payload).await,
            (Told::Complete { id }, _) => {
                self.running.remove(&*id);
                Ok(())
            }
        }
    }

    async fn init(&mut self, payload: &Map<String, Value>) -> Result<(), Close> {
        let header = payload.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        if let Some((_, header)) = header {
            let header = header.as_str().unwrap_or_default();
            self.secret = Some(Secret::parse(header).map_err(|_| Close::Forbidden)?);
        }
        let entered = self.state.identify(self.secret.as_ref(), self.address).await;
        entered.map_err(|_| Close::Forbidden)?;
        self.phase = Phase::Open;
        self.write(protocol::ack()).await
    }

    async fn subscribe(&mut self, id: Arc<str>, payload: Value) -> Result<(), Close> {
        if self.running.contains_key(&id) {
            return Err(Close::Duplicate(id.to_string()));
        }
        let admitted = match self.admit(payload).await {
            Ok(admitted) => admitted,
            Err(refusal) if refusal.code == crate::error::Code::Unauthenticated => {
                return Err(Close::Forbidden);
            }
            Err(refusal) => return self.write(protocol::error(&id, &[refusal.error()])).await,
        };
        self.serial += 1;
        let (wanted, wants) = watch::channel(());
        let endless = admitted.operation == OperationType::Subscription;
        self.running.insert(id.clone(), Running { serial: self.serial, endless, _wanted: wanted });
        let operation = Operation {
            state: self.state.clone(),
            id,
            serial: self.serial,
            secret: self.secret.clone(),
            out: self.out.clone(),
            wanted: wants,
        };
        self.state.runtime.spawn(operation.run(admitted));
        Ok(())
    }

    async fn admit(&self, payload: Value) -> Result<Admitted, Refusal> {
        let limit = self.state.settings.limits.operations;
        if self.phase == Phase::Draining {
            let message = "the server is stopping: try again soon";
            return Err(Refusal::new(crate::error::Code::Unavailable, message));
        }
        if self.running.len() >= limit {
            return Err(Refusal::limit(
                "operations",
                None,
                limit,
                format!(
                    "{limit} operations run on this socket, which is the limit: complete one first"
                ),
            ));
        }
        let actor = self.state.identify(self.secret.as_ref(), self.address).await?;
        let message = Message::from_json(payload)?;
        self.state.admit(message, &actor, Door::Socket)
    }

    /// Writes what an operation has to say, unless the client has completed it meanwhile.
    async fn forward(&mut self, outgoing: Outgoing) -> Result<(), Close> {
        let (serial, id, text, last) = match outgoing {
            Outgoing::Text { serial, id, text } => (serial, id, text, false),
            Outgoing::Last { serial, id, text } => (serial, id, text, true),
            Outgoing::Close(close) => return Err(close),
        };
        if self.running.get(&id).is_none_or(|running| running.serial != serial) {
            return Ok(());
        }
        if last {
            self.running.remove(&id);
        }
        self.write(text).await
    }

    async fn ping(&mut self, silence: Duration) -> Result<(), Close> {
        if self.heard.elapsed() > silence {
            return Err(Close::Gone);
        }
        if self.secret.is_some() && self.state.is_shut_out(self.secret.as_ref()).await {
            return Err(Close::Forbidden);
        }
        let wait = self.state.settings.limits.write_time;
        write_within(wait, self.writer.ping(b"")).await
    }

    async fn write(&mut self, text: String) -> Result<(), Close> {
        let wait = self.state.settings.limits.write_time;
        write_within(wait, self.writer.text(text)).await
    }
}

/// A client that does not take a message in time is let go.
async fn write_within<T, E>(
    wait: Duration,
    write: impl Future<Output = Result<T, E>>,
) -> Result<(), Close> {
    match timeout(wait, write).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Close::Gone),
    }
}
