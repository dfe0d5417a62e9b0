/** For `ref` of a player beside its `onError`: one that failed before the page came to life has told nobody. */
export function watchDead(tell: () => void) {
  return (player: HTMLMediaElement | null) => {
    if (player?.error || player?.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) tell();
  };
}
