import { createTransport } from "nodemailer";
import type { MailFailure } from "#db/schema/index.ts";
import { env } from "#lib/env.ts";

export type Letter = { id: string; to: string; subject: string; text: string };

/** `isFinal`: another try would change nothing, or might bring the mail a second time. */
export class MailError extends Error {
  readonly reason: MailFailure;
  readonly isFinal: boolean;

  constructor(reason: MailFailure, isFinal: boolean, cause?: unknown) {
    super(`Mail was not sent: ${reason}.`, { cause });
    this.name = "MailError";
    this.reason = reason;
    this.isFinal = isFinal;
  }
}

const TIMES = { dnsTimeout: 5_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/**
 * Comes to terms with the mail server before anything is handed over: until then nothing can have been sent. Answers how to hand
 * over one letter, which throws MailError.
 */
export async function openMailServer(): Promise<(letter: Letter) => Promise<void>> {
  const { MAIL, APP_URL } = env();
  if (!MAIL) throw new MailError("outdated", true);
  const transport = createTransport({
    url: MAIL.url,
    requireTLS: mustBeSealed(new URL(MAIL.url)),
    disableFileAccess: true,
    disableUrlAccess: true,
    ...TIMES,
  });
  try {
    await transport.verify();
  } catch (error) {
    throw new MailError(reasonOf(error), false, error);
  }
  return async ({ id, to, subject, text }) => {
    try {
      await transport.sendMail({
        from: MAIL.from,
        to: { name: "", address: to },
        subject,
        text,
        messageId: `<${id}@${new URL(APP_URL).hostname}>`,
        headers: { "Auto-Submitted": "auto-generated" },
      });
    } catch (error) {
      throw refusalOf(error);
    }
  };
}

/** No password goes over the network in the clear. */
export function mustBeSealed({ protocol, username, hostname }: URL): boolean {
  return protocol === "smtp:" && username !== "" && !/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}

type SmtpError = { code?: string; responseCode?: number };

function reasonOf(error: unknown): MailFailure {
  const { code = "", responseCode } = error as SmtpError;
  if (code === "EAUTH" || code === "ENOAUTH") return "credentials";
  if (code === "ETLS" || isOfCertificate(error)) return "certificate";
  return responseCode === undefined ? "unreachable" : "busy";
}

function isOfCertificate(error: unknown): boolean {
  const text = error instanceof Error ? `${(error as SmtpError).code} ${error.message}` : "";
  return /certificate|CERT_|UNABLE_TO_VERIFY|self.signed|altnames/i.test(text);
}

/** The server's no is final, or not yet. Without any answer the mail may have been taken. */
function refusalOf(error: unknown): MailError {
  const { code, responseCode } = error as SmtpError;
  if (responseCode !== undefined) {
    const isFinal = responseCode >= 500;
    return new MailError(isFinal ? "refused" : "busy", isFinal, error);
  }
  return code === "EENVELOPE" ? new MailError("refused", true, error) : new MailError("no_answer", true, error);
}
