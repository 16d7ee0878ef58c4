process GNBS_RUN {
    tag "$meta.id"
    label 'process_low'

    input:
    tuple val(meta), path(input), path(index), path(consent)
    path panel
    path refdata

    output:
    tuple val(meta), path("results/${meta.id}/findings.json"), emit: findings
    tuple val(meta), path("results/${meta.id}/report.html")  , emit: report
    tuple val(meta), path("results/${meta.id}")              , emit: results
    path "versions.yml"                                      , emit: versions

    when:
    task.ext.when == null || task.ext.when

    script:
    def args = task.ext.args ?: ''
    def source = input.toString() ==~ /.*\.(bam|cram|sam\.gz)/ ? "--reads ${input}" : "--vcf ${input}"
    def sex = meta.sex ? "--sex ${meta.sex}" : ''
    def decision = consent ? "--consent ${consent}" : '--no-consent-check'
    """
    # status 5: a quality gate held the sample; that is a result
    gnbs run --sample ${meta.id} ${source} ${sex} ${decision} --panel ${panel} --refdata ${refdata} --out results --threads ${task.cpus} --progress none ${args} || [ \$? -eq 5 ]

    printf '"%s":\\n    gnbs: %s\\n' "${task.process}" "\$(gnbs --version | sed -n '1s/^gnbs //p')" > versions.yml
    """

    stub:
    """
    mkdir -p results/${meta.id}
    touch results/${meta.id}/findings.json results/${meta.id}/report.html
    printf '"%s":\\n    gnbs: %s\\n' "${task.process}" "\$(gnbs --version | sed -n '1s/^gnbs //p')" > versions.yml
    """
}
