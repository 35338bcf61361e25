import type { Operation } from '../operation.ts';
import type { Shape } from '../shape.ts';

/** A layer as its parameters describe it, before the shapes of its inputs are known. */
export interface LayerDefinition {
  /** Its name in the registry and in messages: `Conv2D`. */
  readonly type: string;
  /** What it does to inputs of these shapes. Throws a UserError if they do not fit. */
  connect(inputs: readonly Shape[]): Operation;
}
