"""Python's gql over HTTP and WebSocket against a running server.

python run.py http://127.0.0.1:8080 KEY   (the key of a contributor)
"""

import asyncio
import os
import sys
import traceback

from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXAsyncTransport
from gql.transport.websockets import WebsocketsTransport

ADD_AGENT = """mutation ($name: String!) {
  addAgent(input: { name: $name, kind: PERSON }) { agent { id } isNew userErrors { message } }
}"""


def request(text, **variables):
    query = gql(text)
    query.variable_values = variables
    return query


def http(base, key):
    headers = {"Authorization": f"Bearer {key}"}
    return Client(transport=HTTPXAsyncTransport(url=f"{base}/graphql", headers=headers))


def socket(base, key):
    url = f"{base.replace('http', 'ws', 1)}/graphql"
    payload = {"Authorization": f"Bearer {key}"}
    return Client(transport=WebsocketsTransport(url=url, init_payload=payload))


async def asks(open_client, base, key):
    async with open_client(base, key) as session:
        query = "query ($name: String!) { __type(name: $name) { name } }"
        assert await session.execute(request(query, name="Query")) == {"__type": {"name": "Query"}}
        try:
            await session.execute(gql("{ nothingLikeThis }"))
        except TransportQueryError as error:
            assert error.errors[0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED", error
        else:
            raise AssertionError("an unknown field was answered")


async def writes(open_client, base, key):
    async with open_client(base, key) as session:
        name = f"Python {open_client.__name__} {os.getpid()}"
        added = (await session.execute(request(ADD_AGENT, name=name)))["addAgent"]
        assert added["isNew"] and added["userErrors"] == [], added


async def pages(open_client, base, key):
    query = """query ($first: Int, $after: String) {
      attributions(first: $first, after: $after) {
        totalCount nodes { id } pageInfo { hasNextPage endCursor }
      }
    }"""
    async with open_client(base, key) as session:
        whole = (await session.execute(request(query, first=500)))["attributions"]
        seen, after, more = [], None, True
        while more:
            page = (await session.execute(request(query, first=7, after=after)))["attributions"]
            seen += page["nodes"]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert seen == whole["nodes"] and len(seen) == whole["totalCount"] > 10, len(seen)


async def hears(live, session, name):
    changes = live.subscribe(gql("subscription { changes(kinds: [AGENT]) { kind record { id } } }"))
    heard = asyncio.ensure_future(anext(changes))
    await asyncio.sleep(0.5)
    added = (await session.execute(request(ADD_AGENT, name=name)))["addAgent"]
    change = {"kind": "AGENT", "record": {"id": added["agent"]["id"]}}
    assert await asyncio.wait_for(heard, 10) == {"changes": change}
    await changes.aclose()


async def listens(base, key):
    async with socket(base, key) as live, http(base, key) as session:
        await hears(live, session, f"Python Listener {os.getpid()}")


async def reconnects(base, key):
    client = socket(base, key)
    live = await client.connect_async(reconnecting=True)
    try:
        async with http(base, key) as session:
            await hears(live, session, f"Python Before {os.getpid()}")
            await client.transport.adapter.websocket.close()
            await asyncio.sleep(1)
            assert await live.execute(gql("{ __typename }")) == {"__typename": "Query"}
            await hears(live, session, f"Python After {os.getpid()}")
    finally:
        await client.close_async()


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: python run.py BASE_URL KEY")
    base, key = sys.argv[1].rstrip("/"), sys.argv[2]
    rounds = {
        "a query and an error over HTTP": lambda: asks(http, base, key),
        "a query and an error over a socket": lambda: asks(socket, base, key),
        "a mutation over HTTP": lambda: writes(http, base, key),
        "a mutation over a socket": lambda: writes(socket, base, key),
        "pages over HTTP, to the end without a gap": lambda: pages(http, base, key),
        "pages over a socket, to the end without a gap": lambda: pages(socket, base, key),
        "a subscription hears the mutation": lambda: listens(base, key),
        "a client whose socket broke connects again": lambda: reconnects(base, key),
    }
    failed = 0
    for name, start in rounds.items():
        try:
            asyncio.run(start())
            print(f"ok      {name}")
        except Exception:
            failed += 1
            print(f"FAILED  {name}", file=sys.stderr)
            traceback.print_exc()
    print(f"{len(rounds) - failed} of {len(rounds)} rounds pass")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
