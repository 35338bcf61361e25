export { datasets } from './datasets.ts';
export { download, type Download } from './download.ts';
export { downloadsOf } from './downloads.ts';
export type { Entry, Kind } from './entry.ts';
export { findData, loadData, readData, type FoundData, type LoadedData } from './loadData.ts';
export { isPresent, loadNetwork, type LoadedNetwork } from './loadNetwork.ts';
export { findEntry, locate, searchFolders } from './locate.ts';
export { networks, type NetworkEntry, type PaperFigures } from './networks.ts';
export { lineTo } from './processing.ts';
