import type { TranslateSeveral } from '../../kerasLayer.ts';
import { bidirectional } from './bidirectional.ts';
import { gru, lstm, ofCell, simple, type ReadCell } from './cells.ts';
import { convLstm } from './convLstm.ts';
import { recurrent } from './run.ts';

export { partsOf } from './run.ts';

/** The registry: classes of layers that have a cell. */
const readers = new Map<string, ReadCell>([
  ['ConvLSTM2D', convLstm],
  ['GRU', gru],
  ['LSTM', lstm],
  ['RNN', ofCell],
  ['SimpleRNN', simple],
]);

/** Recurrent layers by class, each with what it gives: all outputs or the last, and states if it returns them. */
export const recurrentLayers: readonly (readonly [string, TranslateSeveral])[] = [
  ['Bidirectional', bidirectional(readers)],
  ...[...readers].map(([className, read]) => [className, recurrent(read)] as const),
];
