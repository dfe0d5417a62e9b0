import "#test/database.ts";
import dns from "node:dns/promises";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer } from "node:net";
import { eq } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { db } from "#db/client.ts";
import { webhookEndpoints } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { consumer } from "#test/consumer.ts";
import { makeMember } from "#test/factories.ts";
import { attemptsOf, deliverDue, deliveriesOf, openOutbox } from "#test/outbox.ts";
import { selfSigned } from "#test/self-signed.ts";
import { getEndpoint, listEndpoints } from "./endpoint-queries.ts";
import { createEndpoint, updateEndpoint } from "./endpoints.ts";
import { redeliverEvent, sendTestEvent } from "./send-now.ts";

vi.mock("node:dns/promises", { spy: true });

let connections = 0;
const trap = createServer((socket) => {
  connections++;
  socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
});
await new Promise<void>((resolve) => trap.listen(0, resolve));
const port = (trap.address() as AddressInfo).port;
afterAll(() => void trap.close());

beforeEach(() => {
  connections = 0;
});

const input = { name: "Shop", events: ["message.received"] };

/** Corpus G (reliability 2.6): every spelling of what is not public, and what is no address for events. */
const HOSTILE = [
  ..."127.0.0.1 127.1 0x7f000001 2130706433 0177.0.0.1 0.0.0.0 10.0.0.1 172.16.0.1 192.168.0.1 100.64.0.1"
    .split(" ")
    .map((host) => `https://${host}:8443/`),
  ..."169.254.169.254 168.63.129.16 192.0.0.192 198.18.0.1 224.0.0.1 255.255.255.255 localhost LOCALHOST. a.localhost metadata.google.internal router.lan postgres"
    .split(" ")
    .map((host) => `https://${host}/latest/meta-data`),
  ..."[::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::] [fe80::1] [fc00::1] [fd00:ec2::254] [ff02::1]"
    .split(" ")
    .map((host) => `https://${host}/`),
  `http://127.0.0.1:${port}/`,
  `https://127.0.0.1:${port}/`,
  `https://consumer.example@127.0.0.1:${port}/`,
  `https://127.0.0.1:${port}#@consumer.example/`,
  `https://user:secret@93.184.215.14/`,
  "http://93.184.215.14/",
  "https://93.184.215.14:22/",
  "https://93.184.215.14:6379/",
  "ftp://93.184.215.14/",
  "file:///etc/passwd",
  "gopher://127.0.0.1:6379/_FLUSHALL",
  "javascript:alert(1)",
  "//127.0.0.1/",
  "not an address",
];

describe("an address that may not be reached", () => {
  test.each(HOSTILE)("%s is refused when made and when changed", async (url) => {
    const { admin, endpointId } = await openOutbox();
    await expect(createEndpoint(admin, { ...input, url })).rejects.toMatchObject({ code: "address_refused" });
    await expect(updateEndpoint(admin, { endpointId, url })).rejects.toMatchObject({ code: "address_refused" });
    expect((await listEndpoints(admin)).map((one) => one.url)).toEqual([consumer.url]);
    expect(connections).toBe(0);
  });

  test("a name that leads there is refused, and so is one that is turned later", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    const leadsTo = (...addresses: string[]) =>
      vi.mocked(dns.lookup).mockResolvedValue(addresses.map((address) => ({ address, family: 4 })) as never);
    leadsTo("93.184.215.14", "127.0.0.1");
    const url = "https://consumer.example/hook";
    await expect(createEndpoint(admin, { ...input, url })).rejects.toMatchObject({ code: "address_refused" });

    leadsTo("93.184.215.14");
    await updateEndpoint(admin, { endpointId, url });
    leadsTo("127.0.0.1");
    await receive(await converse());
    await deliverDue(endpointId);
    expect(await sendTestEvent(admin, { endpointId })).toMatchObject({ statusCode: null, error: "refused" });
    vi.mocked(dns.lookup).mockRestore();
    expect(await attemptsOf(endpointId)).toMatchObject([{ error: "refused" }, { error: "refused" }]);
    expect(connections).toBe(0);
  });

  test("written into the row by hand is still not reached, by delivery, test or redelivery", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    await db
      .update(webhookEndpoints)
      .set({ url: `http://127.0.0.1:${port}/` })
      .where(eq(webhookEndpoints.id, endpointId));
    await deliverDue(endpointId);
    const [delivery] = await deliveriesOf(endpointId);
    const again = await redeliverEvent(admin, { endpointId, eventId: delivery?.eventId ?? "" });
    const tried = await sendTestEvent(admin, { endpointId });
    expect([again.error, tried.error]).toEqual(["refused", "refused"]);
    expect(connections).toBe(0);
  });

  test("a certificate that nobody vouches for is a failure, and nothing is sent", async () => {
    const { admin, endpointId } = await openOutbox();
    let requests = 0;
    const secure = createSecureServer(selfSigned, (_, response) => {
      requests++;
      response.end();
    });
    await new Promise<void>((resolve) => secure.listen(0, "127.0.0.1", resolve));
    const allowed = env().EGRESS_ALLOW;
    env().EGRESS_ALLOW = ["127.0.0.1"];
    await updateEndpoint(admin, { endpointId, url: `https://127.0.0.1:${(secure.address() as AddressInfo).port}/` });
    expect(await sendTestEvent(admin, { endpointId })).toMatchObject({ statusCode: null, error: "tls" });
    env().EGRESS_ALLOW = allowed;
    secure.close();
    expect(requests).toBe(0);
  });

  test("a name that is not known at present is taken: it may come to be", async () => {
    const admin = await makeMember();
    vi.mocked(dns.lookup).mockRejectedValueOnce(Object.assign(new Error("no"), { code: "ENOTFOUND" }));
    const { id } = await createEndpoint(admin, { ...input, url: "https://later.example:8443/hook#part" });
    expect(await getEndpoint(admin, id)).toMatchObject({ url: "https://later.example:8443/hook" });
  });
});
