import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { IntlProvider } from "#components/layout/intl-provider.tsx";
import { StyleNonce } from "#components/layout/style-nonce.tsx";
import { Toaster } from "#components/ui/toaster.tsx";
import { compiledMessages } from "#lib/i18n/compiled.ts";
import { THEME_COOKIE } from "#lib/i18n/locales.ts";
import { getLocale, getTimeZone } from "#lib/i18n/server.ts";
import { inter } from "./font.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Antwort", template: "%s · Antwort" },
  robots: { index: false, follow: false },
  referrer: "same-origin",
  icons: { icon: [{ url: "/icon.svg", type: "image/svg+xml" }], apple: "/icon-180.png" },
  manifest: "/manifest.webmanifest",
  appleWebApp: { capable: true, title: "Antwort", statusBarStyle: "default" },
  formatDetection: { telephone: false, email: false, address: false, date: false },
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  interactiveWidget: "resizes-content",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fdfdfe" },
    { media: "(prefers-color-scheme: dark)", color: "#121317" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, timeZone, theme] = await Promise.all([getLocale(), getTimeZone(), findTheme()]);
  return (
    <html lang={locale} data-theme={theme} className={inter.variable} suppressHydrationWarning>
      <body>
        <StyleNonce />
        <IntlProvider locale={locale} messages={compiledMessages(locale)} timeZone={timeZone} now={new Date()}>
          {children}
          <Toaster />
        </IntlProvider>
      </body>
    </html>
  );
}

/** Undefined follows the device. */
async function findTheme(): Promise<"light" | "dark" | undefined> {
  const theme = (await cookies()).get(THEME_COOKIE)?.value;
  return theme === "light" || theme === "dark" ? theme : undefined;
}
