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
  addAgent(input: { name: $name, kind: PERSON }) { isNew userErrors { message } }
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
        assert added == {"isNew": True, "userErrors": []}, added


async def listens(base, key):
    async with socket(base, key) as live, http(base, key) as session:
        heard = asyncio.ensure_future(anext(live.subscribe(gql("subscription { changes { __typename } }"))))
        await asyncio.sleep(0.5)
        await session.execute(request(ADD_AGENT, name=f"Python Listener {os.getpid()}"))
        assert await asyncio.wait_for(heard, 10) == {"changes": {"__typename": "Change"}}


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: python run.py BASE_URL KEY")
    base, key = sys.argv[1].rstrip("/"), sys.argv[2]
    rounds = {
        "a query and an error over HTTP": lambda: asks(http, base, key),
        "a query and an error over a socket": lambda: asks(socket, base, key),
        "a mutation over HTTP": lambda: writes(http, base, key),
        "a mutation over a socket": lambda: writes(socket, base, key),
        "a subscription hears the mutation": lambda: listens(base, key),
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
