/**
 * Pipelines from elsewhere: what of them translates, what changes its meaning and what can't run; and as a Jenkinsfile, or
 * as jobs for Job DSL and Configuration as Code.
 */
package io.jenkins.plugins.spindelivery.engine.pipeline.export;
