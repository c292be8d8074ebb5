/// The style of the report; there is no other file behind it.
enum ReportStyle {
  static let css = """
    :root{color-scheme:light}
    *{box-sizing:border-box}
    html{font-size:100%;-webkit-text-size-adjust:100%}
    body{margin:0;color:#1a1a1a;background:#fff;font:1.0625rem/1.55 Arial,Helvetica,sans-serif}
    .skip{position:absolute;left:-9999px;top:0;background:#1a1a1a;color:#fff;padding:.75rem 1rem}
    .skip:focus{left:0;z-index:2}
    header,main,footer,nav{max-width:84rem;margin:0 auto;padding:0 1.25rem}
    header{padding-top:2rem}
    h1{font-size:2.1rem;line-height:1.2;margin:0 0 .5rem}
    h2{font-size:1.6rem;line-height:1.25;margin:3rem 0 .75rem;padding-top:1rem;border-top:4px solid #1a1a1a}
    h3{font-size:1.2rem;line-height:1.3;margin:2rem 0 .5rem}
    p,li{max-width:44rem;margin:.5rem 0}
    .lead{font-size:1.2rem}
    .banner{border:3px solid #1a1a1a;padding:.75rem 1rem;margin:1rem 0;max-width:none}
    .banner p{max-width:none;margin:.25rem 0}
    .tag{font-weight:bold;letter-spacing:.02em}
    nav ol{columns:2 18rem;padding-left:1.75rem;margin:1rem 0}nav li{margin:0;padding:.25rem 0}.intro{margin-top:1.75rem}h3+.intro{margin-top:.5rem}
    a{color:#003f87;text-underline-offset:.15em}
    a:focus-visible,.scroll:focus-visible{outline:3px solid #b34700;outline-offset:2px}
    .scroll{overflow-x:auto;margin:1rem 0 .25rem;border:1px solid #8c8c8c}
    table{border-collapse:collapse;width:100%;font-size:.9375rem;line-height:1.4}
    caption{text-align:left;font-weight:bold;font-size:1.0625rem;padding:.75rem .75rem .5rem}
    th,td{padding:.45rem .6rem;border-top:1px solid #bfbfbf;text-align:left;vertical-align:top}
    thead th{border-top:0;border-bottom:2px solid #1a1a1a;vertical-align:bottom}
    tbody th{font-weight:normal}
    tbody th,tbody td:not(.num){min-width:6.5rem}
    caption span{position:sticky;left:.75rem;display:inline-block;max-width:min(80rem,calc(100vw - 4rem))}
    .num{text-align:right;font-variant-numeric:tabular-nums}
    .ci{display:inline-block;white-space:nowrap;color:#404040}
    .why{color:#595959}
    abbr{text-decoration:none}
    .note,figcaption{font-size:.9375rem;color:#404040}
    .empty{border-left:4px solid #8c8c8c;padding-left:.75rem}
    figure{margin:1.5rem 0}
    figure svg{display:block;width:100%;min-width:36rem;max-width:54rem;height:auto}
    .facts{padding-left:1.25rem}
    .ask{border:2px solid #1a1a1a;padding:.25rem 1.25rem 1rem;margin:1rem 0}
    .ask li{margin:.6rem 0}
    footer{border-top:1px solid #8c8c8c;margin-top:3rem;padding-top:1rem;padding-bottom:3rem}
    @media (max-width:40rem){body{font-size:1rem}h1{font-size:1.6rem}h2{font-size:1.35rem}
    header,main,footer,nav{padding-left:.9rem;padding-right:.9rem}th,td{padding:.4rem .5rem}}
    @media (prefers-contrast:more){.ci,.why,.note,figcaption{color:#000}}
    @media print{@page{size:A4 landscape;margin:14mm}body{font-size:10pt}
    nav,.skip{display:none}h2{break-before:page;border-top:0;margin-top:0;padding-top:0}
    h2.first{break-before:auto}h3,caption{break-after:avoid}h2{break-after:avoid}.intro{break-after:avoid}tr,figure,li{break-inside:avoid}
    tbody th,tbody td:not(.num){min-width:0}caption span{position:static;max-width:none}
    .scroll{overflow:visible;border:0}thead{display:table-header-group}
    table{font-size:8pt}th,td{padding:.2rem .4rem}figure svg{min-width:0;max-width:100%;max-height:150mm}
    header,main,footer{max-width:none;padding:0}a{color:inherit;text-decoration:none}}
    """
}
