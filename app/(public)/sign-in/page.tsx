import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/accounts/sign-in-form'
import { PublicFrame } from '@/components/shell/public-frame'
import { text } from '@/components/text/en'
import { maybeViewer } from '@/app/_server/viewer'

export const metadata: Metadata = { title: text.signIn.document }

interface SignInPageProps {
  searchParams: Promise<{ next?: string | string[] }>
}

export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next } = await searchParams
  if (await maybeViewer()) redirect('/')
  return (
    <PublicFrame title={text.signIn.title} lead={text.signIn.lead}>
      <SignInForm next={typeof next === 'string' ? next : null} />
    </PublicFrame>
  )
}
