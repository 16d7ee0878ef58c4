#!/usr/bin/env cwl-runner
# Many newborns, each on its own: the lists go side by side. Those with reads; for calls scatter `vcf` instead.
cwlVersion: v1.2
class: Workflow
requirements:
  ScatterFeatureRequirement: {}
inputs:
  sample: string[]
  reads:
    type: File[]
    secondaryFiles: [{pattern: .bai, required: false}, {pattern: .crai, required: false}]
  sex: string[]
  panel: Directory
  refdata: File
  no_consent_check: boolean?
steps:
  run:
    run: gnbs-run.cwl
    scatter: [sample, reads, sex]
    scatterMethod: dotproduct
    in: {sample: sample, reads: reads, sex: sex, panel: panel, refdata: refdata, no_consent_check: no_consent_check}
    out: [results]
outputs:
  results:
    type: Directory[]
    outputSource: run/results
