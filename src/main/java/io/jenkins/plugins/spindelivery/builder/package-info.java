/** The steps as build steps of freestyle jobs, and the delivery that goes on after such a build. */
package io.jenkins.plugins.spindelivery.builder;
