/** `1 region`, `2,583 regions`. @param plural if it is not the noun with an s */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`;
}
