import "#test/database.ts";
import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { webhookEndpoints } from "#db/schema/index.ts";
import { consumer, type Received } from "#test/consumer.ts";
import { deliverDue, openOutbox } from "#test/outbox.ts";
import { listEndpoints } from "./endpoint-queries.ts";
import { rotateSecret, updateEndpoint } from "./endpoints.ts";

function isVerified(secret: string, { body, headers }: Received, format?: "raw"): boolean {
  try {
    new Webhook(secret, format ? { format } : undefined).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}

function isZernios(secret: string, { body, headers }: Received): boolean {
  return headers["x-zernio-signature"] === createHmac("sha256", secret).update(body).digest("hex");
}

async function receiveOne(outbox: Awaited<ReturnType<typeof openOutbox>>): Promise<Received> {
  await outbox.receive(await outbox.converse());
  await deliverDue(outbox.endpointId);
  const last = consumer.taken.at(-1);
  if (!last) throw new Error("Nothing arrived.");
  return last;
}

describe("signatures", () => {
  test("verify with the stock library and with Zernio's scheme", async () => {
    const outbox = await openOutbox();
    const received = await receiveOne(outbox);
    expect(outbox.secret).toMatch(/^whsec_/);
    expect(isVerified(outbox.secret, received)).toBe(true);
    expect(isZernios(outbox.secret, received)).toBe(true);
    expect(received.headers).toMatchObject({
      "content-type": "application/json",
      "webhook-id": received.id,
      "x-zernio-event": "message.received",
      "x-zernio-event-id": received.id,
    });
    const altered = { ...received, body: received.body.replace("incoming", "outgoing") };
    expect([isVerified(outbox.secret, altered), isZernios(outbox.secret, altered)]).toEqual([false, false]);
    const other = { ...received, headers: { ...received.headers, "webhook-id": "another" } };
    expect(isVerified(outbox.secret, other)).toBe(false);
  });

  test.each(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "mysecret"])(
    "with the secret %s a consumer already has",
    async (secret) => {
      const received = await receiveOne(await openOutbox({ secret }));
      expect([isVerified(secret, received), isZernios(secret, received)]).toEqual([true, true]);
    },
  );

  test("with a secret that is no base64 use its bytes", async () => {
    const secret = "not-base64!";
    const received = await receiveOne(await openOutbox({ secret }));
    expect([isVerified(secret, received, "raw"), isZernios(secret, received)]).toEqual([true, true]);
  });

  test("verify with both secrets while a rotation overlaps, then with the new one alone", async () => {
    const outbox = await openOutbox();
    const { endpointId, admin, secret: old } = outbox;
    const { secret } = await rotateSecret(admin, { endpointId });
    const during = await receiveOne(outbox);
    expect([isVerified(old, during), isVerified(secret, during), isZernios(secret, during)]).toEqual([
      true,
      true,
      true,
    ]);
    expect(String(during.headers["webhook-signature"]).split(" ")).toHaveLength(2);

    await updateEndpoint(admin, { endpointId, secret });
    expect((await listEndpoints(admin))[0]?.rotationEndsAt).toBeInstanceOf(Date);
    await db.update(webhookEndpoints).set({ previousSecretEndsAt: new Date() });
    const after = await receiveOne(outbox);
    expect([isVerified(old, after), isVerified(secret, after)]).toEqual([false, true]);
    expect((await listEndpoints(admin))[0]?.rotationEndsAt).toBeNull();
  });

  test("carry the headers of the endpoint, which cannot speak in our name", async () => {
    const customHeaders = { Authorization: "Bearer of the shop", "User-Agent": "shop" };
    const received = await receiveOne(await openOutbox({ customHeaders }));
    expect(received.headers).toMatchObject({ authorization: "Bearer of the shop", "content-type": "application/json" });
  });
});

test("secrets and headers lie encrypted and open in their own row only", async () => {
  const customHeaders = { Authorization: "Bearer of the shop" };
  const one = await openOutbox({ customHeaders });
  const two = await openOutbox();
  const rows = await db.select().from(webhookEndpoints);
  expect(JSON.stringify(rows)).not.toMatch(/whsec_|Bearer of/);
  const stolen = rows.find(({ id }) => id === one.endpointId);
  await db.update(webhookEndpoints).set({ secretCiphertext: stolen?.secretCiphertext });
  await two.receive(await two.converse());
  await deliverDue(two.endpointId);
  expect(consumer.asked).toEqual([]);
});
