export { datasets } from './datasets.ts';
export { download, type Download } from './download.ts';
export { downloadsOf } from './downloads.ts';
export { loadData, type LoadedData } from './loadData.ts';
export { isPresent, loadNetwork, type LoadedNetwork } from './loadNetwork.ts';
export { networks, type NetworkEntry, type PaperFigures } from './networks.ts';
export { processImage, type Processing } from './processing.ts';
export { sha256OfFile } from './sha256.ts';
