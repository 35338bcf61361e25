import { isRecord } from '../../../base/index.ts';

/** A layer of a configuration, or a part of one. */
export interface Head {
  readonly className: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

export function headOf(layer: unknown): Head {
  const { class_name: className, config } = isRecord(layer) ? layer : {};
  const settings = isRecord(config) ? config : {};
  return { className: textOf(className), name: textOf(settings.name), config: settings };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What the groups of layers of a list are called: as their classes, and from the second of a class on by number. */
export function groupNames(heads: readonly Head[]): string[] {
  const counts = new Map<string, number>();
  return heads.map(({ className }) => {
    const name = snakeCase(classNames.get(className) ?? className);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}

/** A class that files name otherwise than Keras does. */
const classNames = new Map([['GroupQueryAttention', 'GroupedQueryAttention']]);

/** As Keras makes names of classes: `LayerNormalization` is `layer_normalization`, `PReLU` is `p_re_lu`. */
function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
