/**
 * For `ref` of an `<img>` beside its `onError`: a picture that broke before the page came to life has told nobody.
 */
export function watchBroken(tell: () => void) {
  return (picture: HTMLImageElement | null) => {
    if (picture?.complete && picture.naturalWidth === 0) tell();
  };
}
