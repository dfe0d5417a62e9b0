// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Attachment } from "./attachment.tsx";
import { PictureGrid } from "./picture-grid.tsx";
import { renderInbox } from "./render.tsx";
import type { MessageAttachment } from "./types.ts";

const MINUTE = 60_000;
let status = 503;
let asked: string[];
let count = 0;

beforeEach(() => {
  asked = [];
  vi.useFakeTimers();
  // No picture is ever loaded here; whether it broke, the tests say.
  vi.spyOn(HTMLImageElement.prototype, "complete", "get").mockReturnValue(false);
  vi.stubGlobal("fetch", async (path: string, { method }: RequestInit) => {
    asked.push(`${method} ${path}`);
    return new Response(null, { status });
  });
  return () => {
    cleanup();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});
afterEach(() => vi.restoreAllMocks());

const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const fail = (element: Element) => act(async () => void fireEvent.error(element));

test.each([404, 410, 415])("a picture whose address answers %i is gone, in the room it had", async (answer) => {
  status = answer;
  const path = showPicture();
  const room = screen.getByRole("button", { name: "Open picture" }).style.aspectRatio;
  await fail(screen.getByRole("img"));
  await wait(0);
  const place = screen.getByText("Photo is no longer available at Instagram · 180 kB").parentElement;
  expect(place?.style.aspectRatio).toBe(room);
  await wait(60 * MINUTE);
  expect(asked).toEqual([`HEAD ${path}`]);
});

test("what cannot be had just now is said to be so, and tried again by itself five times", async () => {
  status = 503;
  showPicture();
  for (const pauseMs of [10_000, 30_000, 2 * MINUTE, 8 * MINUTE, 18 * MINUTE]) {
    await fail(screen.getByRole("img"));
    await wait(pauseMs - 1_000);
    expect(screen.getByText("Photo cannot be loaded at the moment · 180 kB")).toBeDefined();
    await wait(1_000);
    expect(screen.queryByText(/cannot be loaded/)).toBeNull();
  }
  await fail(screen.getByRole("img"));
  await wait(60 * MINUTE);
  expect(screen.getByText(/cannot be loaded at the moment/)).toBeDefined();
  expect(screen.getByRole("button", { name: "Load again" })).toBeDefined();
});

test("what is there after all is shown at once", async () => {
  status = 200;
  showPicture();
  await fail(screen.getByRole("img"));
  await wait(0);
  expect(screen.getByRole("img")).toBeDefined();
});

test("a film that is gone keeps its room too", async () => {
  status = 410;
  const { container } = renderInbox(<Attachment attachment={media("video")} />);
  const film = container.querySelector("video");
  if (!film) throw new Error("There is no film.");
  const room = film.style.aspectRatio;
  await fail(film);
  await wait(0);
  const place = screen.getByText("Video is no longer available at Instagram · 180 kB").parentElement;
  expect(place?.style.aspectRatio).toBe(room);
});

test("a file that is gone when somebody wants it says so in its place", async () => {
  status = 410;
  renderInbox(<Attachment attachment={media("file")} />);
  await act(async () => void fireEvent.click(screen.getByRole("link")));
  await wait(0);
  expect(screen.getByText("File is no longer available at Instagram · 180 kB")).toBeDefined();
  expect(screen.queryByRole("link")).toBeNull();
});

test("a file that is there is fetched and stays", async () => {
  status = 200;
  renderInbox(<Attachment attachment={media("file")} />);
  await act(async () => void fireEvent.click(screen.getByRole("link")));
  await wait(0);
  expect(screen.getByRole("link")).toBeDefined();
});

function showPicture(): string {
  const picture = media("image");
  renderInbox(<PictureGrid pictures={[picture]} conversationId="conversation-1" />);
  return picture.mediaPath ?? "";
}

function media(type: "image" | "video" | "file"): MessageAttachment {
  const mediaPath = `/api/media/message-${++count}/0`;
  const facts = { width: 640, height: 480, sizeBytes: 180_000, mimeType: `${type}/any` };
  return { type, rawType: type, title: null, mediaId: null, template: null, linkUrl: null, mediaPath, ...facts };
}
