import { permissionOf } from "./permission.ts";

export type Alert = {
  /** Alerts of one key are shown once, however many tabs are open. */
  key: string;
  title: string;
  body: string;
  /** Where a click leads. */
  href: string;
};

type Ways = { isDesktop: boolean; isSound: boolean };

const HELD_MS = 3_000;

/** Tells a member who looks elsewhere. */
export function showAlert(alert: Alert, ways: Ways, goTo: (href: string) => void): void {
  void once(alert.key, async () => {
    if (ways.isSound) playSound();
    if (ways.isDesktop) await showNotification(alert, goTo);
  });
}

/** Phones know notifications only through a service worker. The sound is ours, by choice, so theirs is silent. */
export async function showNotification({ key, title, body, href }: Alert, goTo: (href: string) => void): Promise<void> {
  if (permissionOf.read() !== "granted") return;
  const options = { body, tag: key, icon: "/icon-192.png", silent: true, data: { href } };
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration) return registration.showNotification(title, options);
  const notification = new Notification(title, options);
  notification.onclick = () => {
    window.focus();
    goTo(href);
    notification.close();
  };
}

/** Two short tones, made here: a third up, soft at both ends. */
export function playSound(): void {
  const audio = new AudioContext();
  const tones = [
    { hertz: 659.25, at: 0 },
    { hertz: 830.61, at: 0.14 },
  ];
  for (const { hertz, at } of tones) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    const start = audio.currentTime + at;
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.32);
  }
  setTimeout(() => void audio.close(), 1_000);
}

/** The tab that holds the key's lock tells; the others find it taken. Plain http knows no locks: there each tab tells. */
async function once(key: string, tell: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return tell();
  await navigator.locks.request(`alert ${key}`, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    await tell();
    await new Promise((resolve) => setTimeout(resolve, HELD_MS));
  });
}
