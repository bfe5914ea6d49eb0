/** What all operations on AWS have in common: tries, deadlines, and an end in the same words. */
package io.jenkins.plugins.spindelivery.engine.aws.operation;
