/**
 * Work that stages of a pipeline do by themselves, without a cluster or an account: waiting, computing variables, checking
 * preconditions.
 */
package io.jenkins.plugins.spindelivery.engine.pipeline.work;
