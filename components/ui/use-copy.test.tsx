// @vitest-environment happy-dom
import { cleanup, renderHook } from "@testing-library/react";
import { IntlProvider } from "use-intl";
import { afterEach, expect, test, vi } from "vitest";

const toast = vi.hoisted(() => ({ success: vi.fn(), error: vi.fn() }));
vi.mock("#components/ui/toaster.tsx", () => ({ toast }));

import { useCopy } from "./use-copy.ts";

const clipboard = vi.fn();

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

test("the browser's clipboard holds the text, and that is said", async () => {
  withClipboard({ writeText: clipboard.mockResolvedValue(undefined) });
  expect(await copyHook()("Guten Tag", "Copied")).toBe(true);
  expect(clipboard).toHaveBeenCalledExactlyOnceWith("Guten Tag");
  expect(toast.success).toHaveBeenCalledExactlyOnceWith("Copied");
});

test("a clipboard that is refused claims nothing and says what to do", async () => {
  withClipboard({ writeText: clipboard.mockRejectedValue(new Error("NotAllowedError")) });
  expect(await copyHook()("Guten Tag", "Copied")).toBe(false);
  expect(toast.success).not.toHaveBeenCalled();
  expect(toast.error).toHaveBeenCalledExactlyOnceWith("By hand.");
});

test("over plain http the page answers the browser's own copying, once", async () => {
  withClipboard(undefined);
  const held = vi.fn();
  document.execCommand = () => {
    const event = Object.assign(new Event("copy", { cancelable: true }), { clipboardData: { setData: held } });
    return !document.dispatchEvent(event);
  };
  expect(await copyHook()("Guten Tag", "Copied")).toBe(true);
  expect(held).toHaveBeenCalledExactlyOnceWith("text/plain", "Guten Tag");
  document.dispatchEvent(new Event("copy"));
  expect(held).toHaveBeenCalledOnce();

  document.execCommand = () => false;
  expect(await copyHook()("Guten Tag", "Copied")).toBe(false);
  expect(toast.error).toHaveBeenCalledOnce();
});

function withClipboard(value: unknown) {
  Object.defineProperty(navigator, "clipboard", { value, configurable: true });
}

function copyHook() {
  return renderHook(() => useCopy(), {
    wrapper: ({ children }) => (
      <IntlProvider locale="en" messages={{ common: { copyFailed: "By hand." } }}>
        {children}
      </IntlProvider>
    ),
  }).result.current;
}
