import sharp from "sharp";
import { expect, type Simulator, test } from "./fixtures.ts";

const PDF = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

test("a photo, a document and a text go out as one act, and the customer has all three", async ({
  simulator,
  inbox,
  customer,
  page,
}) => {
  await customer.writes("Can I see it?");
  await inbox.open(customer);
  await page.locator("input[type=file]").setInputFiles([
    { name: "Shelf.jpg", mimeType: "image/jpeg", buffer: await photo() },
    { name: "Plan.pdf", mimeType: "application/pdf", buffer: PDF },
  ]);
  const files = page.getByRole("list", { name: "Files that go out" });
  await expect(files.getByRole("listitem")).toHaveCount(2);
  await expect(files.getByRole("progressbar")).toHaveCount(0);
  await inbox.send("Here it is");

  await expect(inbox.bubble("Here it is")).toContainText("Sent");
  await expect(inbox.bubble("Plan.pdf")).toContainText("Sent");
  const picture = page.getByRole("log", { name: "Messages" }).getByRole("img").last();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalHeight)).toBeGreaterThan(0);
  await expect.poll(() => kindsOf(simulator, customer.username)).toEqual(["image", "file", "text"]);
  await page.reload();
  await expect(inbox.bubble("Plan.pdf")).toHaveCount(1);
});

test("a reaction stands at the message once Instagram has it, and leaves it when taken back", async ({
  simulator,
  inbox,
  customer,
  page,
}) => {
  await customer.writes("Thank you so much!");
  await inbox.open(customer);
  const reactions = async () => {
    const thread = await threadOf(simulator, customer.username);
    return thread.messages[0]?.reactions.map(({ emoji }) => emoji);
  };
  const react = async (name: string) => {
    await inbox.bubble("Thank you so much!").hover();
    await inbox.bubble("Thank you so much!").getByRole("button", { name: "Actions for this message" }).click();
    await page.getByRole("menuitem", { name }).first().click();
  };
  await react("React with ❤️");
  await expect(inbox.bubble("Thank you so much!")).toContainText("You reacted with ❤️");
  expect(await reactions()).toEqual(["❤️"]);
  await react("Take back ❤️");
  await expect.poll(reactions).toEqual([]);
});

function photo(): Promise<Buffer> {
  return sharp({ create: { width: 60, height: 40, channels: 3, background: "#8a5a2b" } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

type Thread = { messages: { from: string; kind: string; reactions: { emoji: string }[] }[] };

function threadOf(simulator: Simulator, username: string): Promise<Thread> {
  return simulator.control("GET", `/threads?customer=${username}&account=brassmoonstudio`);
}

async function kindsOf(simulator: Simulator, username: string): Promise<string[]> {
  const { messages } = await threadOf(simulator, username);
  return messages.filter(({ from }) => from === "business").map(({ kind }) => kind);
}
