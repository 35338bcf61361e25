/** `1 region`, `2,583 regions`. @param plural if it is not the noun with an s */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`;
}

/** Of how many images something is, to begin a sentence: `100 images`, `The first 6 of 100 images`. */
export function imagesShown(count: number, all: number, noun = 'image'): string {
  return count === all ? counted(count, noun) : `The first ${count} of ${counted(all, noun)}`;
}
