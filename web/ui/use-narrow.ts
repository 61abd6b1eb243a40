import { useMediaQuery } from '@mantine/hooks'

/** Too narrow for a table of many columns: what it says then stands below each other. */
export const useNarrow = (): boolean => useMediaQuery('(max-width: 48em)') ?? false
