/** Two speech bubbles that answer each other, drawn as the letter A's bar: the product's sign. */
export function AppMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="9" fill="var(--primary)" />
      <path
        d="M8 11.2A3.2 3.2 0 0 1 11.2 8h9.6a3.2 3.2 0 0 1 3.2 3.2v5.1a3.2 3.2 0 0 1-3.2 3.2h-4.3l-3.9 3.7c-.6.5-1.5.1-1.5-.7v-3A3.2 3.2 0 0 1 8 16.3Z"
        fill="#fff"
      />
      <path
        d="M12.2 13.8h5.4m0 0-2-2m2 2-2 2"
        stroke="var(--primary)"
        strokeWidth="1.9"
        fill="none"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
