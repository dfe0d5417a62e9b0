// @vitest-environment happy-dom
import { act, cleanup, render, screen } from "@testing-library/react";
import { type ComponentType, lazy, Suspense, useState } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { patient, Waiting } from "./patient.tsx";

let isServerThere: boolean;
const load = vi.fn<() => Promise<{ default: () => string }>>();

beforeEach(() => {
  vi.useFakeTimers();
  load.mockReset();
  vi.stubGlobal("fetch", async () => {
    if (!isServerThere) throw new TypeError("Failed to fetch");
    return new Response("ok");
  });
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a part that cannot be loaded without a connection comes once there is one, and takes nothing away meanwhile", async () => {
  isServerThere = false;
  load
    .mockRejectedValueOnce(new Error("Failed to load chunk"))
    .mockRejectedValueOnce(new Error("Failed to load chunk"));
  load.mockResolvedValue({ default: () => "The menu" });
  const Menu = lazy(patient(load));
  await act(() => render(<Suspense fallback="The face">{<Menu />}</Suspense>));
  await act(() => vi.advanceTimersByTimeAsync(1_000));
  expect(document.body.textContent).toBe("The face");
  await act(() => vi.advanceTimersByTimeAsync(1_500));
  expect(load).toHaveBeenCalledTimes(2);
  await act(async () => window.dispatchEvent(new Event("online")));
  expect(document.body.textContent).toBe("The menu");
});

test("what a server that answers does not have fails, after one more try", async () => {
  isServerThere = true;
  load.mockRejectedValue(new Error("Failed to load chunk"));
  const failed = expect(patient(load)()).rejects.toThrow("Failed to load chunk");
  await vi.advanceTimersByTimeAsync(5_000);
  await failed;
  expect(load).toHaveBeenCalledTimes(2);
});

test("what does not come for seconds is given up, and does not open by itself later", async () => {
  isServerThere = false;
  load.mockRejectedValue(new Error("Failed to load chunk"));
  const Menu = lazy(patient(load));
  render(<Opener Menu={Menu} />);
  await act(async () => screen.getByRole("button").click());
  expect(screen.getByRole("button").textContent).toBe("Opening");
  await act(() => vi.advanceTimersByTimeAsync(6_000));
  expect(screen.getByRole("button").textContent).toBe("Open");
  load.mockResolvedValue({ default: () => "The menu" });
  await act(() => vi.advanceTimersByTimeAsync(6_000));
  expect(screen.getByRole("button").textContent).toBe("Open");
});

function Opener({ Menu }: { Menu: ComponentType }) {
  const [isWanted, setWanted] = useState(false);
  const face = (
    <button type="button" onClick={() => setWanted(true)}>
      {isWanted ? "Opening" : "Open"}
    </button>
  );
  if (!isWanted) return face;
  return (
    <Suspense fallback={<Waiting giveUp={() => setWanted(false)}>{face}</Waiting>}>
      <Menu />
    </Suspense>
  );
}
