/** A ciphertext that is moved to another row opens nothing there. */
export function boundTo(mailId: string): string {
  return `mails|${mailId}`;
}
