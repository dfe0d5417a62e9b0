"use client";
import { type ReactNode, useEffect, useState } from "react";
import { type Locale, type Messages, IntlProvider as UseIntlProvider } from "use-intl";
import { writeCookie } from "./cookie.ts";

type IntlProviderProps = { locale: Locale; messages: Messages; timeZone: string; now: Date; children: ReactNode };

/** Renders with the time zone the server knew, then with the browser's, which the server is told for the next time. */
export function IntlProvider({ locale, messages, timeZone: toldTimeZone, now, children }: IntlProviderProps) {
  const [timeZone, setTimeZone] = useState(toldTimeZone);
  useEffect(() => {
    const ours = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (ours && ours !== toldTimeZone) {
      writeCookie("timezone", ours);
      setTimeZone(ours);
    }
  }, [toldTimeZone]);

  return (
    <UseIntlProvider locale={locale} messages={messages} timeZone={timeZone} now={now}>
      {children}
    </UseIntlProvider>
  );
}
