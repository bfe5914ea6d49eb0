/** What freestyle builds do: the stages as build steps, and the delivery that goes on after a build has ended. */
package io.jenkins.plugins.spindelivery.builder;
