import { cpus } from 'node:os';

/** Where and when something was measured. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  readonly platform: string;
  readonly node: string;
  /** ISO 8601. */
  readonly date: string;
}

export function thisMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors.at(0)?.model ?? 'unknown processor',
    cores: processors.length,
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    date: new Date().toISOString(),
  };
}

/** In one sentence. */
export function describeMachine({ processor, cores, platform, node, date }: Machine): string {
  return `Measured on ${cores} cores of ${processor}, ${platform}, Node ${node}, ${date.slice(0, 10)}.`;
}
