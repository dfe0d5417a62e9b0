/** The most characters a query may have. */
export const MAX_QUERY = 200;
