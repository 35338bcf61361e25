import type { NodeProto } from 'onnx-buf';

/** In which properties of a node PyTorch's newer exporter says where it comes from. */
const scopes = 'pkg.torch.onnx.name_scopes';

/**
 * The path of PyTorch's module that a node was exported from: `features.4`, as its newer exporter says beside nodes, or
 * its older one by their names: `/features/features.4/Conv`. Undefined of nodes outside all modules.
 */
export function moduleOf({ name, metadataProps }: Pick<NodeProto, 'name' | 'metadataProps'>): string | undefined {
  const said = metadataProps.find(({ key }) => key === scopes)?.value;
  const path = said === undefined ? pathOf(name.split('/')) : [...said.matchAll(/'([^']*)'/g)].at(-2)?.[1];
  return path === '' ? undefined : path;
}

/** Each part is the name in the module around, or for those of a list that of the list and a number. */
function pathOf([first, ...parts]: readonly string[]): string | undefined {
  if (first !== '' || parts.length < 2) return undefined;
  const path: string[] = [];
  for (const part of parts.slice(0, -1)) {
    const list = path.at(-1);
    if (list !== undefined && part.startsWith(`${list}.`)) path.pop();
    path.push(part);
  }
  return path.join('.');
}
