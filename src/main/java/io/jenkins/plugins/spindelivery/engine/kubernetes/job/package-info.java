/** Running a Job to its end as an operation: deploy it, follow its logs, take its outputs, and clean up. */
package io.jenkins.plugins.spindelivery.engine.kubernetes.job;
