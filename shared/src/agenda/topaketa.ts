import type { StepDraft } from '../contracts/meetings.ts'
import { closing, reading, step } from './common.ts'

/** An open encounter with an expert: listening, asking, and finding each other. */
export function topaketaAgenda(): StepDraft[] {
  return [
    step({
      mode: 'free',
      minutes: 10,
      title: { tr: 'Karşılama', en: 'Welcome', ar: 'الترحيب', de: 'Begrüßung', da: 'Velkomst', eu: 'Ongietorria' },
      instruction: {
        tr: 'Bu buluşma herkese açık; önceden bir şey bilmeniz gerekmez. Adınızı ve sizi buraya neyin getirdiğini söyleyin.',
        en: 'This encounter is open to everybody; you needn’t know anything beforehand. Say your name and what brings you here.',
        ar: 'هذا اللقاء مفتوح للجميع، ولا يلزمكم معرفة مسبقة. عرّفوا بأسمائكم وبما جاء بكم إلى هنا.',
        de: 'Diese Begegnung ist offen für alle; Vorwissen brauchen Sie keines. Sagen Sie, wie Sie heißen und was Sie hierher führt.',
        da: 'Mødet er åbent for alle; du behøver ikke vide noget på forhånd. Sig dit navn, og hvad der bringer dig her.',
        eu: 'Topaketa hau denontzat da irekia; ez duzu aldez aurretik ezer jakin behar. Esan zure izena eta zerk ekarri zaituen hona.',
      },
    }),
    step({
      mode: 'discuss',
      minutes: 20,
      title: {
        tr: 'Uzmanın anlattıkları',
        en: 'The expert’s view',
        ar: 'ما يراه الخبير',
        de: 'Der Blick der Fachperson',
        da: 'Fagpersonens blik',
        eu: 'Adituaren ikuspegia',
      },
      instruction: {
        tr: 'Uzmanı dinleyin. Aklınıza gelen soruları Sorular bölümüne yazın, merak ettiğiniz soruları destekleyin.',
        en: 'Listen to the expert. Write the questions that come to you under Questions, and support those you wonder about too.',
        ar: 'استمعوا إلى الخبير. اكتبوا ما يخطر لكم من أسئلة في قسم الأسئلة، وادعموا الأسئلة التي تهمكم.',
        de: 'Hören Sie der Fachperson zu. Schreiben Sie Ihre Fragen unter „Fragen“ auf und unterstützen Sie die, die auch Sie beschäftigen.',
        da: 'Lyt til fagpersonen. Skriv de spørgsmål, du får, under Spørgsmål, og støt dem, du også undrer dig over.',
        eu: 'Entzun adituari. Idatzi bururatzen zaizkizun galderak Galderak atalean, eta babestu zuri ere axola dizkizutenak.',
      },
    }),
    step({
      mode: 'discuss',
      minutes: 25,
      title: {
        tr: 'Sorularınız',
        en: 'Your questions',
        ar: 'أسئلتكم',
        de: 'Ihre Fragen',
        da: 'Jeres spørgsmål',
        eu: 'Zuen galderak',
      },
      instruction: {
        tr: 'Önce en çok desteklenen sorular yanıtlanır. Kendi deneyiminizi eklemek isterseniz el kaldırın.',
        en: 'The questions with the most support are answered first. Raise your hand if you want to add what you have lived through.',
        ar: 'تُجاب أولًا الأسئلة التي نالت أكبر دعم. ارفعوا أيديكم إن أردتم إضافة تجربتكم.',
        de: 'Zuerst werden die Fragen mit der meisten Unterstützung beantwortet. Heben Sie die Hand, wenn Sie eigene Erfahrungen ergänzen möchten.',
        da: 'De spørgsmål, flest støtter, bliver besvaret først. Ræk hånden op, hvis du vil tilføje dine egne erfaringer.',
        eu: 'Babes gehien duten galderak erantzuten dira lehenik. Altxatu eskua zure esperientzia gehitu nahi baduzu.',
      },
    }),
    step({
      mode: 'write',
      minutes: 10,
      title: {
        tr: 'Arıyorum, sunuyorum',
        en: 'I am looking for, I can offer',
        ar: 'أبحث عن، أستطيع أن أقدّم',
        de: 'Ich suche, ich biete',
        da: 'Jeg søger, jeg kan tilbyde',
        eu: 'Bila nabil, eskain dezaket',
      },
      instruction: {
        tr: 'Bir nota kuruluşunuzun ne aradığını, bir başkasına ne sunabileceğini yazın. Bulunmak isterseniz altına adınızı yazın.',
        en: 'Write on one note what your organisation is looking for, and on another what it can offer. Sign them if you want to be found.',
        ar: 'اكتبوا في ملاحظة ما تبحث عنه جهتكم، وفي أخرى ما تستطيع تقديمه. وقّعوها إن أردتم أن يجدكم الآخرون.',
        de: 'Schreiben Sie auf eine Notiz, was Ihre Organisation sucht, und auf eine andere, was sie bieten kann. Unterschreiben Sie, wenn man Sie finden soll.',
        da: 'Skriv på én seddel, hvad din organisation søger, og på en anden, hvad den kan tilbyde. Skriv dit navn på, hvis andre skal kunne finde dig.',
        eu: 'Idatzi ohar batean zure erakundea zeren bila dabilen, eta beste batean zer eskain dezakeen. Sinatu besteek aurkitzea nahi baduzu.',
      },
    }),
    reading(),
    step({
      mode: 'break',
      minutes: 20,
      title: {
        tr: 'Tanışma arası',
        en: 'Break to meet each other',
        ar: 'استراحة للتعارف',
        de: 'Pause zum Kennenlernen',
        da: 'Pause til at mødes',
        eu: 'Elkar ezagutzeko atsedena',
      },
      instruction: {
        tr: 'Aradığınızı sunan ya da sunduğunuzu arayan birini bulun. Nasıl görüşeceğinizi aranızda kararlaştırın.',
        en: 'Find somebody who offers what you are looking for, or looks for what you offer. Settle between you how to stay in touch.',
        ar: 'ابحثوا عمّن يقدّم ما تبحثون عنه أو يبحث عمّا تقدّمونه. اتفقوا فيما بينكم على طريقة التواصل.',
        de: 'Finden Sie jemanden, der bietet, was Sie suchen, oder sucht, was Sie bieten. Machen Sie unter sich aus, wie Sie in Kontakt bleiben.',
        da: 'Find en, der tilbyder det, du søger, eller søger det, du tilbyder. Aftal indbyrdes, hvordan I holder kontakten.',
        eu: 'Aurkitu bila zabiltzana eskaintzen duen norbait, edo eskaintzen duzunaren bila dabilena. Adostu zuen artean nola jarraituko duzuen harremanetan.',
      },
    }),
    closing(),
  ]
}
