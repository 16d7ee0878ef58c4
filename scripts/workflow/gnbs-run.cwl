#!/usr/bin/env cwl-runner
# One newborn: reads or calls in, a folder of results out. Exit status 5 (held by a quality gate) is a result.
cwlVersion: v1.2
class: CommandLineTool
baseCommand: [gnbs, run]
arguments: [--out, results, --progress, none]
requirements:
  InlineJavascriptRequirement: {}
  ResourceRequirement:
    coresMin: $(inputs.threads)
    ramMin: 2000
successCodes: [0, 5]
inputs:
  sample:
    type: string
    doc: whose the reads or calls must be
    inputBinding: {prefix: --sample}
  reads:
    type: File?
    secondaryFiles: [{pattern: .bai, required: false}, {pattern: .crai, required: false}]
    inputBinding: {prefix: --reads}
  vcf:
    type: File?
    inputBinding: {prefix: --vcf}
  panel:
    type: Directory
    inputBinding: {prefix: --panel}
  refdata:
    type: File
    inputBinding: {prefix: --refdata}
  reference:
    type: File?
    secondaryFiles: [{pattern: .fai, required: false}]
    inputBinding: {prefix: --reference}
  sex:
    type: string?
    inputBinding: {prefix: --sex}
  consent:
    type: File?
    secondaryFiles: [{pattern: .minisig, required: false}]
    inputBinding: {prefix: --consent}
  no_consent_check:
    type: boolean?
    inputBinding: {prefix: --no-consent-check}
  threads:
    type: int
    default: 1
    inputBinding: {prefix: --threads}
outputs:
  results:
    type: Directory
    outputBinding: {glob: "results/$(inputs.sample)"}
