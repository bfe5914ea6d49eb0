/** Spinnaker's pipelines as Jenkins jobs: their definitions, and their runs on Jenkins' own Pipeline engine. */
package io.jenkins.plugins.spindelivery.job;
