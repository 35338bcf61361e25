/** Where ERAN publishes its networks. */
export const eranNetworks = 'https://files.sri.inf.ethz.ch/eran/nets/';

/** ERAN's repository at the commit whose data files the paper's networks are measured on. */
export const eranRepository =
  'https://raw.githubusercontent.com/eth-sri/eran/16efb21c401c6912327d6fb70b237ae7a8a1ccd9/';
