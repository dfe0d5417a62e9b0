type Permission = NotificationPermission | "unsupported";

const listeners = new Set<() => void>();

/** Whether this browser may show notifications. Asking counts only in answer to a click. */
export const permissionOf = {
  read: (): Permission => (typeof Notification === "undefined" ? "unsupported" : Notification.permission),
  ask: async () => {
    await Notification.requestPermission();
    for (const listener of listeners) listener();
  },
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
