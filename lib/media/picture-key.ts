/** Under which key of our storage the copy of a customer's picture lies. */
export function pictureKey(contactId: string): string {
  return `pictures/${contactId}`;
}
