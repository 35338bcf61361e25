import { create } from '@bufbuild/protobuf';
import { TensorProto_DataType, TensorProtoSchema, type SparseTensorProto, type TensorProto } from 'onnx-buf';
import { UserError } from '../../../base/index.ts';
import { checkEntries, formatShape, sizeOf } from '../../shape.ts';
import { decodeConstant } from './constant.ts';

/**
 * The whole tensor of one that is kept by what is not 0 of it, with the name of its values.
 *
 * @throws UserError if its places do not lie in its shape, or stand in another file
 */
export function dense({ values, indices, dims }: SparseTensorProto): TensorProto {
  const shape = dims.map(Number);
  const [numbers, at] = [values, indices].map((tensor) => tensor && decodeConstant(tensor));
  const name = values?.name ?? '';
  const size = sizeOf(shape);
  const fail = (): UserError =>
    new UserError(
      `the sparse tensor '${name}' has places outside its shape ${formatShape(shape)}; the file is damaged.`,
    );
  if (numbers === undefined || at === undefined || !shape.every((axis) => Number.isSafeInteger(axis) && axis > 0))
    throw fail();
  checkEntries(size);
  const rank = at.shape.length === 2 ? at.shape[1] : 1;
  const strides = rank === 1 ? [1] : shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const doubleData = new Array<number>(size).fill(0);
  if (rank !== strides.length || at.data.length !== rank * numbers.data.length) throw fail();
  numbers.data.forEach((value, i) => {
    const place = strides.reduce((sum, stride, axis) => sum + stride * at.data[i * rank + axis], 0);
    if (!(place >= 0 && place < size)) throw fail();
    doubleData[place] = value;
  });
  return create(TensorProtoSchema, { name, dims, dataType: TensorProto_DataType.DOUBLE, doubleData });
}
