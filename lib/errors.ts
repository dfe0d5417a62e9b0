/** What the domain refuses, by code. `errors.<code>` in the message catalogues holds the sentence and the remedy. */
export type AppErrorCode =
  | "not_found"
  | "forbidden"
  | "invalid_input"
  | "conflict"
  | "window_closed"
  | "text_too_long"
  | "account_disconnected"
  | "account_needs_reconnect"
  | "signed_out"
  | "too_many_attempts"
  | "wrong_credentials"
  | "setup_done"
  | "last_admin"
  | "email_taken"
  | "password_too_weak"
  | "invitation_invalid"
  | "reset_invalid"
  | "already_connected_elsewhere"
  | "not_retryable"
  | "file_type_unsupported"
  | "file_too_large"
  | "file_unreadable"
  | "thread_changed"
  | "shortcut_taken"
  | "label_taken"
  | "field_taken"
  | "contact_blocked"
  | "address_refused"
  | "not_replayable"
  | "instagram_refused"
  | "unavailable";

/**
 * The domain refuses. `message` is an English sentence for logs, the command line and the API; screens translate `code`
 * with `values` as the sentence's parameters.
 */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly values: Record<string, string | number>;

  constructor(code: AppErrorCode, message: string, values: Record<string, string | number> = {}) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.values = values;
  }
}

/** A row of another workspace is not found either: the two must not be told apart. */
export class NotFoundError extends AppError {
  constructor(what = "That") {
    super("not_found", `${what} does not exist, or you have no access to it.`);
  }
}
