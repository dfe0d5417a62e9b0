import "#test/database.ts";
import { describe, expect, test } from "vitest";
import { db } from "#db/client.ts";
import { mails } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";
import { countUnreadNotifications, listNotifications, markNotificationsRead } from "#lib/teamwork/notifications.ts";
import { consumer } from "#test/consumer.ts";
import { makeMember } from "#test/factories.ts";
import { deliverDue, deliveriesOf, endpointOf, letPass, openOutbox } from "#test/outbox.ts";
import { createEndpoint, updateEndpoint } from "./endpoints.ts";

const textOf = ({ body }: { body: string }) => JSON.parse(body).message.text as string;

describe("a consumer that is down", () => {
  test("for five days is switched off, and gets what waits once it is switched on again", async () => {
    env().MAIL = { url: "smtp://127.0.0.1:1", from: "inbox@example.com" };
    const { admin, endpointId, converse, receive } = await openOutbox();
    const conversation = await converse();
    await receive(conversation);
    consumer.answers(500);
    await deliverDue(endpointId);
    const pauses = ["6 s", "6 min", "35 min", "3 h", "6 h", "12 h", "16 h", "23 h", "27 h"];
    for (const pause of pauses) {
      await letPass(endpointId, pause);
      await deliverDue(endpointId);
    }
    const [given] = await deliveriesOf(endpointId);
    expect([given?.state, given?.attempts]).toEqual(["failed", 1 + pauses.length]);
    expect(await endpointOf(endpointId)).toMatchObject({ disabledAt: null, failedEvents: 1 });

    await letPass(endpointId, "26 h");
    await receive(conversation);
    await deliverDue(endpointId);
    expect((await endpointOf(endpointId)).disabledAt).toBeNull();
    await letPass(endpointId, "7 h");
    await deliverDue(endpointId);
    expect(await endpointOf(endpointId)).toMatchObject({ disabledReason: "failing", disabledAt: expect.any(Date) });
    const [, waiting] = await deliveriesOf(endpointId);
    expect(waiting?.state).toBe("pending");
    expect(await db.select().from(mails)).toMatchObject([{ memberId: admin.id, about: { endpointId } }]);

    const asked = consumer.asked.length;
    await receive(conversation);
    await letPass(endpointId, "1 day");
    await deliverDue(endpointId);
    expect(consumer.asked).toHaveLength(asked);
    expect(await deliveriesOf(endpointId)).toHaveLength(2);

    consumer.answers(200);
    await updateEndpoint(admin, { endpointId, isActive: true });
    await deliverDue(endpointId);
    expect(consumer.taken.map(({ id }) => id)).toEqual([waiting?.eventId]);
    expect(await endpointOf(endpointId)).toMatchObject({ disabledAt: null, disabledReason: null, failedEvents: 0 });
  });

  test("and says 410 is switched off at once, which admins find under their bell", async () => {
    const { admin, workspaceId, endpointId, converse, receive } = await openOutbox();
    const agent = await makeMember({ workspaceId, role: "agent" });
    await receive(await converse());
    consumer.answers(410);
    await deliverDue(endpointId);
    expect(await endpointOf(endpointId)).toMatchObject({ disabledReason: "gone", disabledAt: expect.any(Date) });
    expect(await listNotifications(admin)).toMatchObject([
      { kind: "webhook_off", conversationId: null, contact: null, endpointName: "Shop", readAt: null },
    ]);
    expect(await countUnreadNotifications(admin)).toEqual([{ conversationId: null, count: 1 }]);
    expect(await listNotifications(agent)).toEqual([]);
    await markNotificationsRead(admin, { conversationId: null });
    expect(await countUnreadNotifications(admin)).toEqual([]);
    await letPass(endpointId, "1 day");
    await deliverDue(endpointId);
    expect(consumer.asked).toHaveLength(1);
  });

  test("for one event only holds up that conversation for a while, not the others, and not for ever", async () => {
    const { endpointId, converse, receive } = await openOutbox();
    const [stuck, fine] = [await converse(), await converse()];
    const poison = await receive(stuck);
    consumer.answers((received, response) => {
      response.writeHead(textOf(received) === poison.text ? 500 : 200).end();
    });
    const behind = await receive(stuck);
    const beside = await receive(fine);
    await deliverDue(endpointId);
    expect(consumer.taken.map(textOf)).toEqual([beside.text]);
    for (const pause of ["6 seconds", "6 minutes"]) {
      await letPass(endpointId, pause);
      await receive(fine);
      await deliverDue(endpointId);
      expect(consumer.taken.map(textOf)).not.toContain(behind.text);
    }
    await letPass(endpointId, "29 minutes");
    await deliverDue(endpointId);
    expect(consumer.taken.map(textOf)).not.toContain(behind.text);
    await letPass(endpointId, "1 minute");
    await deliverDue(endpointId);
    expect(consumer.taken.map(textOf)).toContain(behind.text);
    const [first] = await deliveriesOf(endpointId);
    expect(first).toMatchObject({ state: "pending" });
  });

  test("and asks for patience gets it, for all its events", async () => {
    const { endpointId, converse, receive } = await openOutbox();
    await receive(await converse());
    consumer.answers((_, response) => void response.writeHead(429, { "retry-after": "600" }).end());
    await deliverDue(endpointId);
    await receive(await converse());
    consumer.answers(200);
    await deliverDue(endpointId);
    await letPass(endpointId, "9 minutes");
    await deliverDue(endpointId);
    expect(consumer.asked).toHaveLength(1);
    await letPass(endpointId, "1 minute");
    await deliverDue(endpointId);
    expect(consumer.taken).toHaveLength(2);
  });

  test("does not hold up another endpoint", async () => {
    const { admin, endpointId, converse, receive } = await openOutbox();
    const hanging = await createEndpoint(admin, {
      name: "Hangs",
      url: `${consumer.url}/hanging`,
      events: ["message.received"],
    });
    for (let i = 0; i < 8; i++) await receive(await converse());
    consumer.answers(({ path }, response) => {
      if (path === "/hook") response.writeHead(200).end();
      else setTimeout(() => response.writeHead(500).end(), 700);
    });
    const slow = deliverDue(hanging.id);
    await deliverDue(endpointId);
    expect(consumer.taken).toHaveLength(8);
    await slow;
    const late = consumer.asked.filter(({ path }) => path !== "/hook");
    expect(late.length).toBeLessThan(8);
  });
});
