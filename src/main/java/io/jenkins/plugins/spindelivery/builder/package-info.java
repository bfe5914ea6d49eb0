/**
 * What freestyle jobs can be given: the steps as build steps, and the delivery that a build is handed over to when it has
 * ended.
 */
package io.jenkins.plugins.spindelivery.builder;
