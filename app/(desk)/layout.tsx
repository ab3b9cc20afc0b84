import type { ReactNode } from 'react'
import { Framed } from '@/app/_server/framed'

export default function Layout({ children }: { children: ReactNode }) {
  return <Framed>{children}</Framed>
}
